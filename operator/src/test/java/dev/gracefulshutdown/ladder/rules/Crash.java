package dev.gracefulshutdown.ladder.rules;

/**
 * A crash of ours.
 *
 * @param atEffect at which one, counted from 1
 * @param carriedOut it was carried out, and nobody could be told any more
 * @param toLastWrite the journal stands as the last deed left it; else as it was in that very moment
 * @param baselinesKept what was read before the start is still known afterwards
 * @param downFor until we are there again
 */
record Crash(int atEffect, boolean carriedOut, boolean toLastWrite, boolean baselinesKept, long downFor) {}
