export type Surface = 'message' | 'modal' | 'home';

/** One fault of a payload, in the shape of blocks.validate. `pointer` is a JSON pointer into what was given. */
export type Issue = {
  code: 'failed_constraint' | 'msg_blocks_too_long';
  message: string;
  pointer: string;
  constraint?: Constraint;
};

export type Constraint = { type: string; expected?: unknown; actual?: unknown };

/** Collects the faults of one payload. */
export class Report {
  readonly surface: Surface;
  readonly issues: Issue[] = [];

  constructor(surface: Surface) {
    this.surface = surface;
  }

  add(pointer: string, message: string, constraint?: Constraint): void {
    this.issues.push({
      code: 'failed_constraint',
      message,
      pointer,
      ...(constraint === undefined ? {} : { constraint }),
    });
  }
}

/** Checks a value found at a place, and reports what is wrong with it. */
export type Check = (value: unknown, at: string, report: Report) => void;
