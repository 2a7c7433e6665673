// Loaded before a measured program (node --import): tells its parent what the whole process cost, on descriptor 3.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ userS: user / 1e6, systemS: system / 1e6, peakMb: maxRSS / 1024 }));
});
