package se.budkavle.gateway.problem;

/**
 * One fault of a request. It never holds the offending value.
 *
 * @param pointer JSON Pointer, XPath, or the name of a header or parameter
 * @param code stable and kebab-case
 * @param detail one sentence for people
 */
public record Issue(String pointer, String code, String detail) {}
