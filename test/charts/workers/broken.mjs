// A worker that cannot start.
throw new Error('nothing is installed');
