import fc from 'fast-check';

// A test that fails by chance is not believed: the same properties are tried every time, and others with FC_SEED=<number>.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
