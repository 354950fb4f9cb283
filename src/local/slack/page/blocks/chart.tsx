import type { ReactNode } from 'react';
import { array, discriminatedUnion, literal, number, object, optional, type output, string } from 'zod/mini';
import type { BlockProps } from './block.js';
import { Pie } from './pie.js';

const point = object({ label: string(), value: number() });
const series = array(object({ name: string(), data: array(point) }));
const axes = object({
  categories: optional(array(string())),
  x_label: optional(string()),
  y_label: optional(string()),
});
const drawn = { series, axis_config: optional(axes) } as const;
const chart = discriminatedUnion('type', [
  object({ type: literal('bar'), ...drawn }),
  object({ type: literal('line'), ...drawn }),
  object({ type: literal('area'), ...drawn }),
  object({ type: literal('pie'), segments: array(point) }),
]);
const dataVisualization = object({ title: string(), chart });
type AxisChart = Exclude<output<typeof chart>, { type: 'pie' }>;

/** The `data_visualization` block. */
export function Chart({ block }: BlockProps): ReactNode {
  const { title, chart: read } = dataVisualization.parse(block);
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {read.type === 'pie' ? <Pie title={title} segments={read.segments} /> : <Axes title={title} chart={read} />}
    </figure>
  );
}

const WIDTH = 560;
const HEIGHT = 210;
const LEFT = 48;
const BOTTOM = 26;
const TOP = 10;
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact' });

/** Where values and categories are on the drawing. */
interface Scale {
  readonly categories: readonly string[];
  readonly ticks: readonly number[];
  readonly step: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function scaleOf({ series: all, axis_config: config }: AxisChart): Scale {
  const categories = config?.categories ?? all[0]?.data.map(({ label }) => label) ?? [];
  const values = all.flatMap(({ data }) => data.map(({ value }) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const [from, to] = [Math.floor(low / unit), Math.ceil(high / unit)];
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => (from + index) * unit);
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  return {
    categories,
    ticks,
    step,
    x: (index) => LEFT + (index + 0.5) * step,
    y: (value) => TOP + ((to * unit - value) / ((to - from) * unit)) * (HEIGHT - TOP - BOTTOM),
  };
}

function Axes({ title, chart: read }: { readonly title: string; readonly chart: AxisChart }): ReactNode {
  const scale = scaleOf(read);
  const { categories, ticks, step, x, y } = scale;
  const everyNth = Math.ceil(64 / step);
  const labels = read.axis_config;
  return (
    <>
      {labels?.y_label !== undefined && <div className="axis-label">{labels.y_label}</div>}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}. ${read.series.map(inWords).join('. ')}`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} className={tick === 0 ? 'axis' : 'grid'} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {COMPACT.format(tick)}
            </text>
          </g>
        ))}
        {categories.map(
          (category, index) =>
            index % everyNth === 0 &&
            hasRoom(category, x(index)) && (
              <text key={category} x={x(index)} y={HEIGHT - 8} textAnchor="middle">
                {category}
              </text>
            ),
        )}
        {read.series.map((one, index) => (
          <g key={one.name} className={`series series-${index % 6}`}>
            {read.type === 'bar' ? (
              <Bars series={one} at={index} of={read.series.length} scale={scale} />
            ) : (
              <Line series={one} isFilled={read.type === 'area'} scale={scale} />
            )}
          </g>
        ))}
      </svg>
      {labels?.x_label !== undefined && <div className="axis-label axis-label-end">{labels.x_label}</div>}
      {read.series.length > 1 && <Legend names={read.series.map(({ name }) => name)} />}
    </>
  );
}

/** Half of a character of an axis label, about. */
const HALF_CHARACTER = 3;

/** Whether a label below its point stays inside the picture. */
const hasRoom = (label: string, x: number): boolean => x + label.length * HALF_CHARACTER <= WIDTH;

type Series = AxisChart['series'][number];

const inWords = ({ name, data }: Series): string =>
  `${name}: ${data.map(({ label, value }) => `${label} ${value}`).join(', ')}`;

interface BarsProps {
  readonly series: Series;
  readonly at: number;
  readonly of: number;
  readonly scale: Scale;
}

function Bars({ series: { name, data }, at, of, scale: { step, x, y } }: BarsProps): ReactNode {
  const width = Math.min(40, (step * 0.7) / of);
  return data.map(({ label, value }, index) => (
    <rect
      key={label}
      x={x(index) - (width * of) / 2 + at * width}
      y={Math.min(y(value), y(0))}
      width={Math.max(1, width - 1)}
      height={Math.abs(y(value) - y(0))}
      rx={2}
    >
      <title>{`${label}, ${name}: ${value}`}</title>
    </rect>
  ));
}

interface LineProps {
  readonly series: Series;
  readonly isFilled: boolean;
  readonly scale: Scale;
}

function Line({ series: { name, data }, isFilled, scale: { x, y } }: LineProps): ReactNode {
  const points = data.map(({ value }, index) => `${x(index)},${y(value)}`).join(' ');
  return (
    <>
      {isFilled && <polygon points={`${x(0)},${y(0)} ${points} ${x(data.length - 1)},${y(0)}`} className="filled" />}
      <polyline points={points} />
      {data.map(({ label, value }, index) => (
        <circle key={label} cx={x(index)} cy={y(value)} r={3}>
          <title>{`${label}, ${name}: ${value}`}</title>
        </circle>
      ))}
    </>
  );
}

function Legend({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <ul className="legend">
      {names.map((name, index) => (
        <li key={name} className={`series-${index % 6}`}>
          {name}
        </li>
      ))}
    </ul>
  );
}
