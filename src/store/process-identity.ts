import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where a process runs and which of the processes that had its number it is. */
export type ProcessIdentity = {
  pid: number;
  host: string;
  /** Same text: the two processes see each other's numbers (host, boot and, in containers, process namespace). */
  machine: string;
  /** When the process began, in the kernel's clock ticks; null where the system does not tell (not Linux). */
  processStart: string | null;
};

/** `unknown`: another process may have taken the number since, or the machine is another one. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** This process. */
export function identifyProcess(): ProcessIdentity {
  const host = hostname();
  const boot = readText('/proc/sys/kernel/random/boot_id');
  const namespace = readLink('/proc/self/ns/pid');
  const machine = [host, boot, namespace].filter((part) => part !== null).join(' ');
  return { pid: process.pid, host, machine, processStart: readStart(process.pid)?.start ?? null };
}

/** Whether the process that once was `identity` still runs, as far as this process can tell. */
export function checkLiveness(identity: ProcessIdentity, self: ProcessIdentity): Liveness {
  if (identity.machine !== self.machine) return 'unknown';
  if (!hasProcess(identity.pid)) return 'dead';
  const found = readStart(identity.pid);
  if (found === null || identity.processStart === null) return 'unknown';
  // A killed process whose parent has not looked yet keeps its number as a zombie.
  return found.start === identity.processStart && found.state !== 'Z' ? 'alive' : 'dead';
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Fields 3 and 22 of /proc/PID/stat; the name in field 2 may itself contain spaces and brackets. */
function readStart(pid: number): { state: string; start: string } | null {
  const stat = readText(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? null : { state, start };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function readLink(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
