import type { ContentRules } from './content.js';
import type { Files } from './files.js';
import type { PageFeed } from './page-feed.js';
import type { Snapshot } from './protocol.js';
import type { ResponseUrls } from './response-urls.js';
import type { Sockets } from './sockets.js';
import type { Triggers } from './triggers.js';
import type { ViewStacks } from './view-stacks.js';
import type { Workspace } from './workspace.js';

/** What the workspace is made of: each part of the server gets all of it. */
export interface Parts {
  readonly workspace: Workspace;
  readonly views: ViewStacks;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly sockets: Sockets;
  readonly feed: PageFeed;
  readonly rules: ContentRules;
  /** Where the reason of a refusal goes. */
  readonly log: (line: string) => void;
  readonly commands: Snapshot['commands'];
  readonly shortcuts: Snapshot['shortcuts'];
  readonly files: Files;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly tokens: { readonly bot: string; readonly app: string };
}
