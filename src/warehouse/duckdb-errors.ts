import { AppError, type ErrorCode } from '../errors.ts';

type Wording = { code: ErrorCode; message: string; hint: string };

const FIRST_BLOCK = /\n\s*\n|\nLINE \d/;

function wordCatalogError(text: string): Wording | null {
  const near = /Did you mean "([^"]+)"/.exec(text)?.[1];
  const table = /Table with name (.+?) does not exist/.exec(text)?.[1];
  if (table !== undefined) {
    return {
      code: 'dataset_not_found',
      message: `Dataset not found: ${table}`,
      hint: near ? `Did you mean "${near}"?` : 'Check the name of the table.',
    };
  }
  const routine = /(?:Function|Macro)(?: with name)? "?(.+?)"? does not exist/.exec(text)?.[1];
  if (routine === undefined) return null;
  return {
    code: 'metric_not_supported',
    message: `Metric not supported: function "${routine}" does not exist in DuckDB`,
    hint: near ? `Did you mean "${near}"?` : "Use one of DuckDB's SQL functions.",
  };
}

function wordBinderError(text: string): Wording {
  const column = /column "?([^"\n]+?)"? not found/.exec(text)?.[1];
  const candidates = /Candidate bindings: (.+)/.exec(text)?.[1];
  if (column !== undefined) {
    return {
      code: 'metric_not_supported',
      message: `Metric not supported: column "${column}" is not in the data`,
      hint: candidates ? `Near names: ${candidates}` : "Check the column's name.",
    };
  }
  return {
    code: 'metric_not_supported',
    message: `Metric not supported: ${text.split('\n')[0]}`,
    hint: 'Check the types of the columns in the expression; CAST where they differ.',
  };
}

/** What DuckDB says of a Parquet file that was cut off or overwritten, as of any other input. */
const BROKEN_FILE = /^Invalid Input Error: .*(magic bytes|Parquet file|read file)/;

function wordFileError(text: string): Wording {
  const path = /["']([^"']+)["']/.exec(text)?.[1] ?? 'a file';
  if (/No such file|No files found/i.test(text)) {
    return {
      code: 'dataset_not_found',
      message: `Dataset not found: ${path}`,
      hint: 'The file went away; check the path.',
    };
  }
  const denied = { code: 'permission_denied', message: `Permission denied accessing dataset ${path}` } as const;
  if (/disabled by configuration/i.test(text)) {
    const hint = 'A view over files is not followed: name the files in the monitor, or load them into a table.';
    return { ...denied, hint };
  }
  if (/Permission denied/i.test(text)) {
    return { ...denied, hint: "Give mlmon's user the right to read it." };
  }
  return {
    code: 'compute_unavailable',
    message: `Cannot read ${path}`,
    hint: 'Check that the file is whole and of the format that its name says.',
  };
}

const CSV_FAULT = /^Invalid Input Error: CSV Error on Line: (\d+)/;

/** The reason is the last line before the list of settings, in which the file is named. */
function wordCsvError(text: string, line: string): Wording {
  const path = /\n\s*file = (.+)/.exec(text)?.[1] ?? 'a CSV file';
  const reason = text.split(FIRST_BLOCK)[0]!.split('\n').at(-1)!.replace(/\.$/, '');
  return {
    code: 'invalid_input',
    message: `Cannot read ${path}, line ${line}: ${reason}`,
    hint: /utf-8/i.test(reason)
      ? 'Save the file as UTF-8.'
      : 'Correct that line of the file, or write the data as Parquet.',
  };
}

/** What RE2 says of a pattern that JavaScript or Spark may well know. */
const REGEX_FAULT =
  /^Invalid Input Error: ((?:invalid (?:escape|character class|perl|repetition|named)|bad repetition|no argument for repetition|missing [\])]|unexpected \)|trailing \\).*)/;

function wordRegexFault(fault: string): Wording {
  return {
    code: 'invalid_input',
    message: `Cannot read a regular expression: ${fault}`,
    hint: 'Correct matches under quality.rules; DuckDB knows neither look-around, (?=…) and (?<…), nor back-references.',
  };
}

const OUT_OF_MEMORY: Wording = {
  code: 'compute_unavailable',
  message: 'DuckDB ran out of memory',
  hint: "Raise the warehouse's memory_limit, or take a shorter window or fewer columns.",
};

/** What RE2 says of an expression. */
const BAD_EXPRESSION =
  /^Invalid Input Error: (invalid (perl operator|escape sequence|character class|repetition size|named capture|UTF-8)|bad repetition|no argument for repetition|missing [)\]]|unexpected \)|trailing \\)/;

function wordError(text: string): Wording | null {
  if (/^Out of Memory Error|failed to allocate|could not allocate/i.test(text)) return OUT_OF_MEMORY;
  if (/^Catalog Error/.test(text)) return wordCatalogError(text);
  if (/^Binder Error/.test(text)) return wordBinderError(text.replace('Binder Error: ', ''));
  if (/^(IO|Permission) Error/.test(text) || BROKEN_FILE.test(text)) return wordFileError(text);
  const fault = REGEX_FAULT.exec(text)?.[1];
  if (fault !== undefined) return wordRegexFault(fault);
  const line = CSV_FAULT.exec(text)?.[1];
  if (line !== undefined) return wordCsvError(text, line);
  if (/^Parser Error/.test(text)) {
    const detail = text.split(FIRST_BLOCK)[0]!.replace('Parser Error: ', '');
    return {
      code: 'invalid_input',
      message: `Cannot parse SQL: ${detail}`,
      hint: 'Correct the expression; it must be one SQL expression without a semicolon.',
    };
  }
  if (BAD_EXPRESSION.test(text)) {
    return {
      code: 'invalid_input',
      message: `Cannot read a regular expression: ${text.split(FIRST_BLOCK)[0]!.replace('Invalid Input Error: ', '')}`,
      hint: 'Correct matches in quality.rules: DuckDB knows neither (?=, (?! and (?<, nor \\1, nor more than 1,000 repetitions.',
    };
  }
  if (/^(Conversion|Out of Range|Invalid Input|Constraint|Mismatch Type) Error/.test(text)) {
    return {
      code: 'invalid_input',
      message: `Cannot compute: ${text.split(FIRST_BLOCK)[0]}`,
      hint: 'Check the values of the columns; try_cast(x AS DOUBLE) gives NULL where a text is no number.',
    };
  }
  return null;
}

/** What DuckDB threw, as an AppError with the fix as hint. */
export function mapDuckDbError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const thrown = error instanceof Error ? error.message : String(error);
  const text = thrown.replace(/^Failed to \w+ statements?: /, '');
  const wording = wordError(text) ?? {
    code: 'compute_unavailable' as const,
    message: `DuckDB failed: ${text.split(FIRST_BLOCK)[0]}`,
    hint: 'Try again; if it stays, look into the log.',
  };
  return new AppError(wording.code, wording.message, { cause: error, hint: wording.hint });
}
