/** The configuration must change before another start makes sense (sysexits: EX_CONFIG). */
export const EXIT_CONFIG = 78;
export const EXIT_FAILURE = 1;
