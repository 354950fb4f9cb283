/** A question that would read, and cost, more than the person may know. It is asked when the person says so. */
export class NeedsConfirmation extends Error {
  override readonly name = 'NeedsConfirmation';
  /** Bolt passes errors with a code of their own on as they are. */
  readonly code = 'ir_needs_confirmation';
}
