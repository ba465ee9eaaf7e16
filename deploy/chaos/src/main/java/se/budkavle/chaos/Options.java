package se.budkavle.chaos;

/** All that a scenario is told. */
public sealed interface Options permits KillOptions, LanesOptions, ReplayOptions, DisasterOptions {}
