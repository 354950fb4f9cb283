import type { ReactNode } from 'react';
import type { SharedFile } from '../protocol.js';

interface FilesProps {
  readonly files: readonly SharedFile[];
}

/** The files that came with a message: each a card that a click downloads. */
export function Files({ files }: FilesProps): ReactNode {
  return (
    <ul className="files" aria-label={files.length === 1 ? 'File' : `${files.length} files`}>
      {files.map((file) => (
        <li key={file.id}>
          <FileCard file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileCard({ file: { name, title, size, mimetype, url } }: { readonly file: SharedFile }): ReactNode {
  const { sign, says } = kindOf(name, mimetype);
  const facts = [says, sizeText(size), ...(title === name ? [] : [name])];
  const content = (
    <>
      <span className={`file-sign file-sign-${sign.toLowerCase()}`} aria-hidden="true">
        {sign}
      </span>
      <span className="file-text">
        <span className="file-title">{title}</span>
        <small>{facts.join(' · ')}</small>
      </span>
    </>
  );
  // Files are this server's: an address of somebody else's is not followed.
  if (!/^\/(?!\/)/.test(url)) return <span className="file">{content}</span>;
  return (
    <a className="file" href={url} download={name} title={`Download ${name}`}>
      {content}
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 2.5v8M4.8 7.4 8 10.6l3.2-3.2M3 13.5h10" />
      </svg>
    </a>
  );
}

/** What a file is, by the end of its name and else by its type. */
const KINDS = [
  { ends: ['csv'], type: 'text/csv', sign: 'CSV', says: 'CSV' },
  { ends: ['md', 'markdown'], type: 'text/markdown', sign: 'MD', says: 'Markdown' },
  { ends: ['json', 'jsonl'], type: 'application/json', sign: 'JSON', says: 'JSON' },
  { ends: ['txt', 'log'], type: 'text/plain', sign: 'TXT', says: 'Plain text' },
] as const;

const kindOf = (name: string, mimetype: string): { readonly sign: string; readonly says: string } => {
  const end = name.split('.').at(-1)?.toLowerCase();
  const kind = KINDS.find(({ ends }) => ends.some((one) => one === end)) ?? KINDS.find(({ type }) => type === mimetype);
  return kind ?? { sign: 'FILE', says: 'Binary' };
};

const KILO = 1000;

/** `512 bytes`, `48 kB`, `1.2 MB`: thousands, as file managers count. */
export function sizeText(bytes: number): string {
  if (bytes < KILO) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const isKilo = bytes < KILO * KILO;
  const amount = bytes / (isKilo ? KILO : KILO * KILO);
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${isKilo ? 'kB' : 'MB'}`;
}
