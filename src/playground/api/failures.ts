/**
 * What goes wrong instead of an answer. `hang` never answers and does nothing; `drop_after_accept` does what was asked and
 * then closes the connection without a word, the case in which a client cannot know.
 */
export type FailureKind = `error:${string}` | '429' | '500' | 'hang' | 'drop_after_accept';
export type FailureRule = {
  method: string;
  kind: FailureKind;
  times?: number;
  where?: (args: Record<string, unknown>) => boolean;
};

/** Failures that tests switch on, each for a number of calls. */
export class Failures {
  readonly #rules: { rule: FailureRule; left: number }[] = [];

  /** `method` is a method's name, or `*`; `times` is 1 unless told. */
  add(rule: FailureRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  next(method: string, args: Record<string, unknown>): FailureKind | null {
    const found = this.#rules.find(({ rule, left }) => {
      const isMeant = rule.method === method || rule.method === '*';
      return left > 0 && isMeant && (rule.where?.(args) ?? true);
    });
    if (found === undefined) return null;
    found.left -= 1;
    return found.rule.kind;
  }
}
