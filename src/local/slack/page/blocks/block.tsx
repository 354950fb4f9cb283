import { Component, type ComponentType, memo, type ReactNode } from 'react';
import type { Block } from '../../protocol.js';
import { Alert, Card, Carousel, Container } from './cards.js';
import { Chart } from './chart.js';
import { DataTable } from './data-table.js';
import { ImageBlock } from './image.js';
import { Input } from './input.js';
import { Markdown } from './markdown.js';
import { Plan, TaskCard } from './plan.js';
import { RichText } from './rich-text.js';
import { Actions, Context, Header, Section } from './section.js';
import { Table } from './table.js';

/** A block as it came, to be read by whoever draws it, and its id, which Slack makes up when there is none. */
export interface BlockProps {
  readonly block: unknown;
  readonly blockId: string;
}

const RENDERERS: ReadonlyMap<string, ComponentType<BlockProps>> = new Map<string, ComponentType<BlockProps>>([
  ['actions', Actions],
  ['alert', Alert],
  ['card', Card],
  ['carousel', Carousel],
  ['container', Container],
  ['context', Context],
  ['data_table', DataTable],
  ['data_visualization', Chart],
  ['divider', () => <hr />],
  ['header', Header],
  ['image', ImageBlock],
  ['input', Input],
  ['markdown', Markdown],
  ['plan', Plan],
  ['rich_text', RichText],
  ['section', Section],
  ['table', Table],
  ['task_card', TaskCard],
]);

interface BlocksProps {
  readonly blocks: readonly Block[];
  /** The id of the block that these are in, so that ids made up here differ. */
  readonly within?: string;
}

/** Blocks, one under the other. One that is unknown or broken says so in its place and leaves the others alone. */
export function Blocks({ blocks, within }: BlocksProps): ReactNode {
  return blocks.map((block, index) => {
    const blockId = blockIdAt(block, index, within);
    return (
      <Guard key={blockId} block={block}>
        <OneBlock block={block} blockId={blockId} />
      </Guard>
    );
  });
}

/** The id that a block goes by: its own, or one after its place. */
export const blockIdAt = (block: Block, index: number, within = 'block'): string =>
  block.block_id ?? `${within}-${index}`;

const OneBlock = memo(({ block, blockId }: { readonly block: Block; readonly blockId: string }): ReactNode => {
  const Renderer = RENDERERS.get(block.type);
  if (Renderer === undefined) return <Placeholder says={`A “${block.type}” block, which this page does not draw.`} />;
  return (
    <div className={`block block-${block.type}`}>
      <Renderer block={block} blockId={blockId} />
    </div>
  );
});

function Placeholder({ says }: { readonly says: string }): ReactNode {
  return <div className="block unknown">{says}</div>;
}

interface GuardProps {
  readonly block: Block;
  readonly children: ReactNode;
}

interface GuardState {
  readonly hasFailed: boolean;
  /** The block that it failed on: an edited one gets another chance. */
  readonly block: Block;
}

class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { hasFailed: false, block: this.props.block };

  static getDerivedStateFromError(): Partial<GuardState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ block }: GuardProps, state: GuardState): Partial<GuardState> | null {
    return block === state.block ? null : { hasFailed: false, block };
  }

  override render(): ReactNode {
    const { block, children } = this.props;
    return this.state.hasFailed ? <Placeholder says={`A “${block.type}” block that could not be read.`} /> : children;
  }
}
