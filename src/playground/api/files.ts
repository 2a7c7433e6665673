import type { Core } from '../core.ts';
import { makeArgumentError, SlackError } from '../slack-error.ts';
import { makeId, makeSecret } from '../world/ids.ts';
import { toSlackFile } from '../world/slack-shapes.ts';
import type { Share, StoredFile } from '../world/types.ts';
import type { Args } from './args.ts';
import { findJoinedChannel, findThread } from './lookup.ts';
import { readContent } from './message-content.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';

const ALT_TEXT_LIMIT = 1000;

export const FILE_METHODS: MethodTable = {
  'files.getUploadURLExternal': botMethod('tier4', announceUpload),
  'files.completeUploadExternal': botMethod('tier4', completeUpload),
  'files.info': botMethod('tier4', (core, args) => {
    return { file: toSlackFile(findFile(core, args.required('file')), core.baseUrl()), comments: [] };
  }),
};

function announceUpload(core: Core, args: Args): Answer {
  const name = args.required('filename');
  const length = args.integer('length', 0, { min: 1, max: 1_000_000_000 });
  if (length === 0) throw makeArgumentError('missing required field: length');
  const altText = args.text('alt_txt');
  if ((altText?.length ?? 0) > ALT_TEXT_LIMIT) throw new SlackError('alt_txt_too_large');
  const file: StoredFile = {
    id: makeId('F'),
    name,
    title: name,
    altText,
    createdAt: core.world.clock.now(),
    length,
    user: core.world.app.botUserId,
    mimetype: '',
    width: null,
    height: null,
    stage: 'announced',
    shares: [],
  };
  core.world.files.set(file.id, file);
  const secret = makeSecret();
  core.uploads.expect(secret, file.id);
  return { upload_url: `${core.baseUrl()}/upload/v1/${secret}`, file_id: file.id };
}

function findFile(core: Core, id: string): StoredFile {
  const file = core.world.files.get(id);
  if (file === undefined) throw new SlackError('file_not_found');
  return file;
}

type Completion = { id: string; title?: string };

/** The files are the bot's own; with a channel they are shared there once they have been processed. */
function completeUpload(core: Core, args: Args): Answer {
  const list = args.json('files');
  if (!Array.isArray(list) || list.length === 0) throw makeArgumentError('missing required field: files');
  const files = (list as Completion[]).map(({ id, title }) => {
    const file = findFile(core, id);
    if (file.stage === 'announced') throw new SlackError('file_not_found');
    return Object.assign(file, { stage: 'completed' as const }, title === undefined ? {} : { title });
  });
  const share = readShare(core, args);
  core.uploads.process(files, share);
  return { files: files.map((file) => toSlackFile(file, core.baseUrl())) };
}

function readShare(core: Core, args: Args): Share | null {
  const name = args.has('channel_id') ? 'channel_id' : 'channels';
  if (!args.has(name)) return null;
  const channel = findJoinedChannel(core, args, name);
  const hasBlocks = args.has('blocks');
  const content = hasBlocks
    ? readContent(core, args)
    : { text: args.text('initial_comment') ?? '', blocks: [], attachments: [] };
  return { channel: channel.id, threadTs: findThread(core, args, channel), content };
}
