import type { Partition } from './log-engine.js';
import type { TableScan } from './relations.js';
import { child, children, kindOf, type Tree, textOf } from './sql-tree.js';
import { isCovered, type PartitionKey, type TableLayout } from './table-layouts.js';

/** Whether a condition can hold in a partition: `undefined` when that depends on more than the partition. */
type Verdict = boolean | undefined;

const COMPARE: Readonly<Record<string, (one: string, other: string) => boolean>> = {
  eq: (one, other) => one === other,
  neq: (one, other) => one !== other,
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
};
const MIRRORED: Readonly<Record<string, string>> = { lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte' };

/** The table that is read, and what texts in the statement stand for. */
export interface Reading {
  readonly layout: TableLayout;
  /** The value of a text in quotes, which may stand for a parameter; `undefined` when it is no text. */
  readonly textOfLiteral: (text: string) => string | undefined;
}

/**
 * Which partitions one reading of the table has to open. Only conditions on partition keys against constants leave any out, as in
 * Athena; what cannot be decided counts as needed. What a partition projection does not cover is never opened.
 */
export function partitionsOf(scan: TableScan, reading: Reading) {
  return (partition: Partition): boolean =>
    isCovered(reading.layout, partition) && new PartitionCheck(scan, reading, partition).verdict(scan.where) !== false;
}

class PartitionCheck {
  constructor(
    private readonly scan: TableScan,
    private readonly reading: Reading,
    private readonly partition: Partition,
  ) {}

  verdict(condition: unknown): Verdict {
    const [kind, content] = kindOf(condition) ?? [];
    if (!kind || !content) return undefined;
    if (kind === 'paren') return this.verdict(content.this);
    if (kind === 'not') return negated(this.verdict(content.this));
    if (kind === 'and') return both(this.verdict(content.left), this.verdict(content.right));
    if (kind === 'or') return negated(both(negated(this.verdict(content.left)), negated(this.verdict(content.right))));
    if (kind === 'in') return this.#in(content);
    if (kind === 'between') {
      const low = this.#compared('gte', content.this, content.low);
      const isBetween = both(low, this.#compared('lte', content.this, content.high));
      return content.not === true ? negated(isBetween) : isBetween;
    }
    return (
      this.#compared(kind, content.left, content.right) ??
      this.#compared(MIRRORED[kind] ?? kind, content.right, content.left)
    );
  }

  #in(content: Tree): Verdict {
    if (content.query || content.unnest) return undefined;
    const verdicts = children(content, 'expressions').map((item) => this.#compared('eq', content.this, item));
    const some = verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
    return content.not === true ? negated(some) : some;
  }

  #compared(operator: string, column: unknown, literal: unknown): Verdict {
    const key = this.#keyOf(column);
    const [kind, content] = kindOf(literal) ?? [];
    const compare = COMPARE[operator];
    if (!key || !compare || kind !== 'literal' || textOf(content, 'literal_type') !== 'string') return undefined;
    const value = this.reading.textOfLiteral(textOf(content, 'value') ?? '');
    const own = key.valueIn(this.partition);
    return value === undefined || own === null ? undefined : compare(own, value);
  }

  #keyOf(expression: unknown): PartitionKey | undefined {
    const [kind, content] = kindOf(expression) ?? [];
    if (kind !== 'column') return undefined;
    const qualifier = textOf(child(content, 'table'), 'name');
    const isOwn =
      qualifier === undefined ? this.scan.isAlone : qualifier.toLowerCase() === this.scan.alias.toLowerCase();
    const name = textOf(child(content, 'name'), 'name')?.toLowerCase();
    return isOwn ? this.reading.layout.partitionKeys.find((key) => key.name === name) : undefined;
  }
}

const negated = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict);

function both(one: Verdict, other: Verdict): Verdict {
  if (one === false || other === false) return false;
  return one === true && other === true ? true : undefined;
}
