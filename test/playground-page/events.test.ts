import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOffMs, createEventReader } from '../../src/playground/page/lib/sse.ts';

function readAll(pieces: string[]): string[] {
  const seen: string[] = [];
  const read = createEventReader((data) => seen.push(data));
  for (const piece of pieces) read(piece);
  return seen;
}

it('reads the same events however the stream is cut', () => {
  const stream =
    'retry: 1000\n: welcome\n\ndata: {"a":1}\n\n: still here\n\nevent: x\ndata: line 1\r\ndata:line 2\r\n\r\ndata: last\n\n';
  fc.assert(
    fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const pieces = at.slice(1).map((end, index) => stream.slice(at[index], end));
      // A cut between CR and LF would look like two line ends; the server sends LF alone.
      fc.pre(!pieces.some((piece) => piece.endsWith('\r')));
      expect(readAll(pieces)).toEqual(['{"a":1}', 'line 1\nline 2', 'last']);
    }),
  );
});

it('holds back an event that has not ended', () => {
  expect(readAll(['data: half\n'])).toEqual([]);
});

it('waits longer after every failure, ten seconds at most', () => {
  expect([0, 1, 2, 3, 10, 1000].map(backOffMs)).toEqual([500, 1000, 2000, 4000, 10_000, 10_000]);
});
