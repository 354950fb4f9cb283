import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Message, PageAct } from '../protocol.js';
import { ActorContext, type Send } from './actor.js';
import { ConfirmProvider } from './blocks/confirm.js';
import { type Connection, postAct, useWorkspace } from './connection.js';
import { DirectoryProvider } from './directory.js';
import { Modal } from './modal.js';
import { Panes } from './panes.js';
import { type Go, type Place, usePerson, usePlace } from './place.js';
import type { Workspace } from './state.js';
import { Toast } from './toast.js';
import { Topbar } from './topbar.js';

/** The local workspace's page. */
export function App(): ReactNode {
  const [as, choosePerson] = usePerson();
  const { place, go } = usePlace(as);
  const answers = useAnswers(go);
  const { workspace, isConnected, apply } = useWorkspace(as, answers.onMessage);
  useStart(workspace, place, go);
  const onDismiss = useCallback(
    ({ channelId, ts }: Message) => apply({ type: 'message_deleted', channelId, ts }),
    [apply],
  );
  return (
    <div className="app">
      <Topbar isConnected={isConnected} notice={workspace?.notice ?? null} />
      {workspace === undefined ? (
        <p className="loading">
          {isConnected
            ? 'Opening the workspace…'
            : 'The workspace does not answer, or this page has no key to it. Open the address that the terminal shows.'}
        </p>
      ) : (
        <DirectoryProvider workspace={workspace} go={go}>
          <Acting workspace={workspace} apply={apply}>
            <Panes {...{ workspace, place, go, onDismiss }} onPerson={choosePerson} onCommand={answers.expect} />
          </Acting>
        </DirectoryProvider>
      )}
    </div>
  );
}

interface ActingProps extends Pick<Connection, 'apply'> {
  readonly workspace: Workspace;
  readonly children: ReactNode;
}

/** Lets everything inside act as the person, and shows what the bot opens over the page. */
function Acting({ workspace: { as, modal }, apply, children }: ActingProps): ReactNode {
  const [trouble, setTrouble] = useState<{ readonly says: string }>();
  const send = useCallback<Send>(
    async (deed, { isQuiet = false } = {}) => {
      const act: PageAct = { ...deed, as };
      const result = await postAct(act);
      if (!result.ok && !isQuiet && result.errors === undefined) {
        setTrouble({ says: result.error ?? 'The app did not take that.' });
      }
      return result;
    },
    [as],
  );
  return (
    <ActorContext value={send}>
      <ConfirmProvider>
        {children}
        {modal !== null && <Modal key={modal.id} view={modal} onClose={() => apply({ type: 'modal', view: null })} />}
      </ConfirmProvider>
      {trouble !== undefined && <Toast key={trouble.says} says={trouble.says} onDone={() => setTrouble(undefined)} />}
    </ActorContext>
  );
}

/** Whoever comes without a place starts in the first channel that the bot is in. */
function useStart(workspace: Workspace | undefined, place: Place, go: Go): void {
  useEffect(() => {
    if (workspace === undefined) return;
    const { channels } = workspace;
    const isSomewhere = place.isHome || channels.some(({ id }) => id === place.channelId);
    const channel = channels.find(({ hasBot }) => hasBot) ?? channels[0];
    if (!isSomewhere && channel !== undefined) go({ channelId: channel.id, threadTs: null });
  }, [workspace, place, go]);
}

/** For so long after a command, what the bot posts in its channel is taken for the answer. */
const ANSWER_WITHIN_MS = 120_000;

/** Opens the thread that the bot answers a command of this tab in. */
function useAnswers(go: Go) {
  const expected = useRef<{ readonly channelId: string; readonly untilMs: number }>(undefined);
  return useMemo(
    () => ({
      expect: (channelId: string | null): void => {
        expected.current = channelId === null ? undefined : { channelId, untilMs: Date.now() + ANSWER_WITHIN_MS };
      },
      onMessage: (message: Message, isFromBot: boolean): void => {
        const { channelId, untilMs } = expected.current ?? { untilMs: 0 };
        if (!isFromBot || message.channelId !== channelId || Date.now() > untilMs) return;
        if (message.editedTs !== undefined) return;
        expected.current = undefined;
        // An answer for this person alone stands in the channel, in view.
        if (message.ephemeralFor === undefined) go({ channelId, threadTs: message.threadTs ?? message.ts });
      },
    }),
    [go],
  );
}
