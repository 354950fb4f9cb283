/**
 * What does not show as itself: control, zero-width, bidirectional and other format characters, line and paragraph separators,
 * fillers and blanks of every script, tags, halves of characters; and marks that pile up on one letter over the lines around it.
 * What only gives an emoji its colour is left.
 */
const INVISIBLE =
  /(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|(?<=\p{M}{4})\p{M}/gu;

/** Log data as it may be shown: on one line, nothing invisible or direction-changing left in it. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** At most so many characters as Slack counts them (UTF-16 units), never half of one; what was cut is marked by "…". */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = '';
  for (const char of text) {
    if (cut.length + char.length > max - 1) break;
    cut += char;
  }
  return `${cut}…`;
}

/** Makes text literal inside `mrkdwn` and top-level `text`. https://docs.slack.dev/messaging/formatting-message-text (as of November 2026) */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `1.2 GB`: bytes as AWS counts them, in powers of 1,024. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}

/** `$0.006`, or `< $0.001` for what is less. */
export const priceText = (usd: number): string => (usd < 0.001 ? '< $0.001' : `$${usd.toFixed(usd < 1 ? 3 : 2)}`);

/** `10:41 UTC`, of an ISO time. */
export const timeText = (iso: string): string => `${iso.slice(11, 16)} UTC`;

/** `2026-11-24 10:41 UTC`, of an ISO time. */
export const dateTimeText = (iso: string): string => `${iso.slice(0, 10)} ${timeText(iso)}`;

/** How long ago something was: `less than 1 min`, `9 min`, `3 h`, `5 d`. */
export function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than 1 min';
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** `1 question`, `2 questions`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
