import type { ReactNode } from 'react';
import { array, object, enum as oneOf, optional, type output, string } from 'zod/mini';
import { Link } from '../link.js';
import type { BlockProps } from './block.js';
import { RichElements, richText } from './rich-text.js';

const taskCard = object({
  task_id: string(),
  title: string(),
  status: oneOf(['pending', 'in_progress', 'complete', 'error']),
  details: optional(richText),
  output: optional(richText),
  sources: optional(array(object({ url: string(), text: string() }))),
});
const plan = object({ title: string(), tasks: optional(array(taskCard)) });

const STATUS = {
  pending: { sign: '', says: 'pending' },
  in_progress: { sign: '', says: 'in progress' },
  complete: { sign: '✓', says: 'done' },
  error: { sign: '✕', says: 'failed' },
} as const;

/** The `plan` block: what is being done, step by step. */
export function Plan({ block }: BlockProps): ReactNode {
  const { title, tasks = [] } = plan.parse(block);
  return (
    <section className="plan" aria-label={title} aria-busy={tasks.some(({ status }) => status === 'in_progress')}>
      <div className="plan-title">{title}</div>
      {tasks.map((task) => (
        <Task key={task.task_id} task={task} />
      ))}
    </section>
  );
}

/** The `task_card` block: one step. */
export const TaskCard = ({ block }: BlockProps): ReactNode => <Task task={taskCard.parse(block)} />;

function Task({
  task: { title, status, details, output, sources = [] },
}: {
  readonly task: output<typeof taskCard>;
}): ReactNode {
  const { sign, says } = STATUS[status];
  return (
    <div className={`task task-${status}`}>
      <span className="task-sign" role="img" aria-label={says} title={says}>
        {sign}
      </span>
      <div className="task-text">
        <div>{title}</div>
        {details !== undefined && <RichElements elements={details.elements} />}
        {output !== undefined && <RichElements elements={output.elements} />}
        {sources.map(({ url, text }) => (
          <div key={url}>
            <Link url={url}>{text}</Link>
          </div>
        ))}
      </div>
    </div>
  );
}
