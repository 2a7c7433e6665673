import { readFileSync } from 'node:fs';
import { SIZE, WEIGHT } from './theme.ts';

/** Width of one line of text in px at a font size in px. */
export type Measure = (text: string, size: number, weight?: number) => number;

const UNKNOWN_EM = 0.6;
const ELLIPSIS = '…';

/**
 * Character code -> advance width in em of a TrueType font. Kerning is left out (in Inter under 1 % of a line).
 * Layout of the tables: OpenType specification, `head`, `hhea`, `hmtx` and `cmap` format 4.
 */
function readAdvanceWidths(file: string): ReadonlyMap<number, number> {
  const font = readFileSync(file);
  const tables = new Map<string, number>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    tables.set(font.toString('latin1', entry, entry + 4), font.readUInt32BE(entry + 8));
  }
  const at = (name: string): number => tables.get(name) ?? 0;
  const unitsPerEm = font.readUInt16BE(at('head') + 18);
  const longMetrics = font.readUInt16BE(at('hhea') + 34);
  const widths = new Map<number, number>();
  for (const [code, glyph] of readCharacterMap(font, at('cmap'))) {
    widths.set(code, font.readUInt16BE(at('hmtx') + 4 * Math.min(glyph, longMetrics - 1)) / unitsPerEm);
  }
  return widths;
}

/** Character code and glyph of every segment of the font's format 4 tables, which cover the basic plane. */
function* readCharacterMap(font: Buffer, cmap: number): Generator<[number, number]> {
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 8 + 8 * i);
    if (font.readUInt16BE(table) !== 4) continue;
    const half = font.readUInt16BE(table + 6);
    for (let segment = 0; segment < half; segment += 2) yield* readSegment(font, table, half, segment);
  }
}

function* readSegment(font: Buffer, table: number, half: number, segment: number): Generator<[number, number]> {
  const end = font.readUInt16BE(table + 14 + segment);
  const start = font.readUInt16BE(table + 16 + half + segment);
  const delta = font.readInt16BE(table + 16 + 2 * half + segment);
  const offsetAt = table + 16 + 3 * half + segment;
  const offset = font.readUInt16BE(offsetAt);
  for (let code = start; code <= end && code < 0xffff; code++) {
    const raw = offset === 0 ? code : font.readUInt16BE(offsetAt + offset + 2 * (code - start));
    if (raw !== 0) yield [code, (raw + delta) & 0xffff];
  }
}

/** Measures with the two bundled weights; a character that the font lacks counts as 0.6 em. */
export function createMeasure(fonts: { regular: string; semibold: string }): Measure {
  const regular = readAdvanceWidths(fonts.regular);
  const semibold = readAdvanceWidths(fonts.semibold);
  return (text, size, weight = WEIGHT.regular) => {
    const widths = weight >= WEIGHT.semibold ? semibold : regular;
    let em = 0;
    for (const character of text) em += widths.get(character.codePointAt(0) ?? 0) ?? UNKNOWN_EM;
    return em * size;
  };
}

/** The text, or as much of it as fits before an ellipsis. */
export function ellipsize(
  text: string,
  room: number,
  measure: Measure,
  weight?: number,
  size: number = SIZE.label,
): string {
  const keepStart = (characters: string[], kept: number) => characters.slice(0, kept).join('').trimEnd() + ELLIPSIS;
  return keepMost(text, keepStart, (shorter) => measure(shorter, size, weight) <= room);
}

/** The same with the end kept, too: names in a list may differ there alone. */
export function ellipsizeMiddle(text: string, room: number, measure: Measure, weight?: number): string {
  const keepEnds = (characters: string[], kept: number) => {
    const start = characters
      .slice(0, Math.ceil(kept / 2))
      .join('')
      .trimEnd();
    const end = characters.slice(characters.length - Math.floor(kept / 2)).join('');
    return start + ELLIPSIS + end.trimStart();
  };
  return keepMost(text, keepEnds, (shorter) => measure(shorter, SIZE.label, weight) <= room);
}

/** The text, or the longest of what `keep` makes of it that fits. */
function keepMost(
  text: string,
  keep: (characters: string[], kept: number) => string,
  fits: (shorter: string) => boolean,
): string {
  if (fits(text)) return text;
  const characters = [...text];
  let [enough, tooMany] = [0, characters.length];
  while (tooMany - enough > 1) {
    const middle = (enough + tooMany) >> 1;
    if (fits(keep(characters, middle))) enough = middle;
    else tooMany = middle;
  }
  return keep(characters, enough);
}

type LineStyle = { room: number; size: number; weight: number; maxLines: number };

/**
 * Breaks text into at most `maxLines` lines: at spaces; where that takes too many lines also inside names, after `_`, `-`,
 * `.` and `/`; a word wider than a line anywhere. What is left over ends in an ellipsis.
 */
export function wrapText(text: string, style: LineStyle, measure: Measure): string[] {
  const fits = (line: string): boolean => measure(line, style.size, style.weight) <= style.room;
  const atSpaces = fillLines(text.split(/(?<= )/), fits);
  if (atSpaces.length <= style.maxLines) return atSpaces;
  const inNames = fillLines(text.split(/(?<= )|(?<=\w[_\-./])(?=\w)/), fits);
  if (inNames.length <= style.maxLines) return inNames;
  const last = inNames.slice(style.maxLines - 1).join(' ');
  return [...inNames.slice(0, style.maxLines - 1), ellipsize(last, style.room, measure, style.weight, style.size)];
}

function fillLines(pieces: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces.flatMap((long) => breakPiece(long, fits))) {
    if (line !== '' && !fits((line + piece).trimEnd())) {
      lines.push(line.trimEnd());
      line = piece;
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** Like wrapText, but two lines share the words evenly, so that none is left alone on the second. */
export function wrapEvenly(text: string, style: LineStyle, measure: Measure): string[] {
  const lines = wrapText(text, style, measure);
  if (lines.length !== 2) return lines;
  let best = lines;
  for (let room = style.room - 8; room >= style.room / 2; room -= 8) {
    const narrower = wrapText(text, { ...style, room, maxLines: 3 }, measure);
    if (narrower.length > 2) break;
    best = narrower;
  }
  return best;
}

function breakPiece(piece: string, fits: (line: string) => boolean): string[] {
  const parts: string[] = [];
  let part = '';
  if (fits(piece.trimEnd())) return [piece];
  for (const character of piece) {
    if (part !== '' && !fits(part + character)) {
      parts.push(part);
      part = character;
    } else part += character;
  }
  return [...parts, part];
}
