import type { ReactNode } from 'react';

interface PieProps {
  readonly title: string;
  readonly segments: readonly { readonly label: string; readonly value: number }[];
}

const RADIUS = 40;
const ROUND = 2 * Math.PI * RADIUS;

/** A pie as a ring, each segment named beside it with its share. */
export function Pie({ title, segments }: PieProps): ReactNode {
  const total = segments.reduce((sum, { value }) => sum + Math.max(0, value), 0) || 1;
  const shares = segments.map(({ label, value }, index) => ({
    label,
    value,
    share: Math.max(0, value) / total,
    before: segments.slice(0, index).reduce((sum, one) => sum + Math.max(0, one.value), 0) / total,
  }));
  return (
    <div className="pie">
      <svg viewBox="0 0 100 100" role="img" aria-label={title}>
        {shares.map(({ label, value, share, before }, index) => (
          <circle
            key={label}
            className={`series-${index % 6}`}
            cx={50}
            cy={50}
            r={RADIUS}
            strokeDasharray={`${share * ROUND} ${ROUND}`}
            transform={`rotate(${before * 360 - 90} 50 50)`}
          >
            <title>{`${label}: ${value}`}</title>
          </circle>
        ))}
      </svg>
      <ul className="legend legend-column">
        {shares.map(({ label, value, share }, index) => (
          <li key={label} className={`series-${index % 6}`}>
            {label} <small>{`${value} · ${Math.round(share * 100)} %`}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
