import fc from 'fast-check';

/** MAILLAGE_PROPERTY_SEED runs the very cases of an earlier run; without it each run has its own. */
const seed = process.env.MAILLAGE_PROPERTY_SEED;
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
