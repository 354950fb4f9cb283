import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http.js';

/**
 * Who may use the page: whoever knows this start's key, which stands in the address that the terminal shows. The page's own
 * requests have it as a cookie, so that it can leave the address, and scripts cannot read it.
 */
export class PageAccess {
  private readonly key = randomBytes(24).toString('hex');

  constructor(private readonly port: number) {}

  /** What a person opens: the page, with the key. */
  get path(): string {
    return `/?key=${this.key}`;
  }

  /** What the browser is to keep, until it is closed. */
  get cookie(): string {
    return `${this.cookieName}=${this.key}; Path=/local; HttpOnly; SameSite=Strict`;
  }

  /** Whether this is the key of this start. */
  isKey(given: string): boolean {
    return isSame(given, this.key);
  }

  /** @throws HttpError for a request without the cookie of this start */
  check({ headers }: IncomingMessage): void {
    const cookies = (headers.cookie ?? '').split(/;\s*/);
    if (!cookies.some((cookie) => isSame(cookie, `${this.cookieName}=${this.key}`))) {
      throw new HttpError(403, 'This is for the page alone. Open the address that the terminal shows.');
    }
  }

  /** Browsers keep one set of cookies for all ports of a host, so the name tells servers apart. */
  private get cookieName(): string {
    return `ir_local_${this.port}`;
  }
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
