/** Reads `data:` fields of a server-sent event stream that arrives in pieces; comments and other fields are skipped. */
export function createEventReader(onData: (data: string) => void): (piece: string) => void {
  let rest = '';
  let data: string[] = [];
  return (piece) => {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) onData(data.join('\n'));
        data = [];
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  };
}

/** Waiting time before reconnecting, doubling from half a second to ten seconds. */
export function backOffMs(failures: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(failures, 10));
}
