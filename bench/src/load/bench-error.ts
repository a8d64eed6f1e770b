/** Why a run cannot go on, in words for the person who started it. */
export class BenchError extends Error {}
