/** A request of the page that cannot be done; answered with 4xx and these words. */
export class PageError extends Error {
  readonly code: string;
  readonly status: 400 | 403 | 404;

  constructor(code: string, message: string, status: 400 | 403 | 404 = 400) {
    super(message);
    this.name = 'PageError';
    this.code = code;
    this.status = status;
  }
}
