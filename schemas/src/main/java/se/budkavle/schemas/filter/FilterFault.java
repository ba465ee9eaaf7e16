package se.budkavle.schemas.filter;

/**
 * What is wrong with a filter. Names the place and the rule, never the value that was given.
 *
 * @param pointer JSON Pointer from the array of filters; empty: the array itself
 * @param code stable, kebab-case
 * @param detail one sentence
 */
public record FilterFault(String pointer, String code, String detail) {}
