import { describe, expect, it } from 'vitest';
import {
  makeAudio,
  makeContactCard,
  makeGeo,
  makeGif,
  makeStickerSet,
  makeVenue,
  makeVideo,
  makeVideoNote,
  makeVoice,
} from '../../world/media-makers.js';
import type { WorldDocument, WorldMedia } from '../../world/model.js';
import { longOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { threePeople } from '../people/test-people.js';

function setUp() {
  const scene = threePeople();
  const cats = scene.world.addStickerSet(
    makeStickerSet({ id: 5n, title: 'Cats', shortName: 'cats_by_ann', emoji: ['😺', '😿', '😺'], date: 1 }),
  );
  const marks = scene.world.addStickerSet(
    makeStickerSet({ id: 6n, title: 'Marks', shortName: 'marks', emoji: ['✅'], date: 1, kind: 'emoji' }),
  );
  return { ...scene, cats, marks, set: { _: 'inputStickerSetShortName', short_name: 'Cats_by_Ann' } };
}

const inputOf = (document: WorldDocument | undefined) => ({
  _: 'inputDocument',
  id: document?.id ?? 0n,
  access_hash: document?.accessHash ?? 0n,
  file_reference: document?.fileReference ?? new Uint8Array(),
});

describe('sticker sets', () => {
  it('are found by name and by id with access hash, and not sent again', async () => {
    const { annSession, cats, set } = setUp();
    const answer = await annSession.call('messages.getStickerSet', { stickerset: set, hash: 0 });
    expect(answer).toMatchObject({
      set: { title: 'Cats', count: 3 },
      packs: [{ emoticon: '😺', documents: [5000n, 5002n] }, { emoticon: '😿' }],
    });
    const hash = numberOf(objectOf(answer, 'set') ?? { _: 'stickerSet' }, 'hash');
    expect(await annSession.call('messages.getStickerSet', { stickerset: set, hash })).toEqual({
      _: 'messages.stickerSetNotModified',
    });
    const byId = (access_hash: bigint) =>
      annSession.failure('messages.getStickerSet', {
        stickerset: { _: 'inputStickerSetID', id: 5n, access_hash },
        hash: 0,
      });
    expect(await byId(cats.accessHash)).toBe('no error');
    expect(await byId(1n)).toBe('400 STICKERSET_INVALID');
  });

  it('are installed for one account, by kind', async () => {
    const { annSession, bobSession, set } = setUp();
    await annSession.call('messages.installStickerSet', { stickerset: set, archived: false });
    const all = await annSession.call('messages.getAllStickers', { hash: 0n });
    expect(all).toMatchObject({ sets: [{ short_name: 'cats_by_ann', installed_date: annSession.time }] });
    expect(await annSession.call('messages.getAllStickers', { hash: longOf(all, 'hash') })).toEqual({
      _: 'messages.allStickersNotModified',
    });
    expect(await annSession.call('messages.getEmojiStickers', { hash: 0n })).toMatchObject({ sets: [] });
    expect(await bobSession.call('messages.getAllStickers', { hash: 0n })).toMatchObject({ sets: [] });
    expect(await annSession.call('messages.getStickers', { emoticon: '😿', hash: 0n })).toMatchObject({
      stickers: [{ id: 5001n }],
    });
    expect(await annSession.value('messages.uninstallStickerSet', { stickerset: set })).toBe(true);
    expect(await annSession.value('messages.uninstallStickerSet', { stickerset: set })).toBe(false);
  });

  it('lend single stickers: recent when sent, favourites and GIFs when kept; custom emoji by id', async () => {
    const { annSession, bob, cats, marks, world } = setUp();
    const sticker = cats.documents[1];
    const peer = annSession.input({ kind: 'user', id: bob });
    const media = { _: 'inputMediaDocument', id: inputOf(sticker) };
    await annSession.call('messages.sendMedia', { peer, media, message: '', random_id: 1n });
    expect(await annSession.call('messages.getRecentStickers', { hash: 0n })).toMatchObject({
      stickers: [{ id: 5001n }],
      dates: [annSession.time],
    });
    await annSession.value('messages.faveSticker', { id: inputOf(sticker), unfave: false });
    expect(await annSession.call('messages.getFavedStickers', { hash: 0n })).toMatchObject({
      stickers: [{ id: 5001n }],
    });
    const gif = makeGif({ id: 70n, date: 1, duration: 2 });
    world.files.set(70n, gif);
    const save = (document: WorldDocument | undefined) =>
      annSession.failure('messages.saveGif', { id: inputOf(document), unsave: false });
    expect(await save(sticker)).toBe('400 GIF_ID_INVALID');
    expect(await save(gif)).toBe('no error');
    expect(await annSession.call('messages.getSavedGifs', { hash: 0n })).toMatchObject({
      gifs: [{ id: 70n }],
    });
    const emoji = marks.documents[0]?.id ?? 0n;
    expect(
      await annSession.value('messages.getCustomEmojiDocuments', { document_id: [emoji, 5000n] }),
    ).toMatchObject([{ id: emoji }]);
  });
});

describe('media of every kind', () => {
  it('tells what it is, as clients expect it', async () => {
    const { annSession, ann, bob, world, cats } = setUp();
    const common = (id: bigint) => ({ id, date: 1, duration: 3 });
    const kinds: (WorldMedia | undefined)[] = [
      makeVoice(common(71n)),
      makeVideoNote(common(72n)),
      makeVideo(common(73n)),
      makeGif(common(74n)),
      makeAudio({ ...common(75n), title: 'Song' }),
      cats.documents[0],
      makeGeo(51.5, -0.1),
      makeVenue({ latitude: 1, longitude: 2, title: 'Pier', address: '1 Quay' }),
      makeContactCard({ phone: '15550003', firstName: 'Eve' }),
    ];
    const peer = { kind: 'user', id: bob } as const;
    for (const media of kinds) {
      world.addMessage({ peer, from: ann, date: 5, ...(media !== undefined && { media }) });
    }
    const history = await annSession.call('messages.getHistory', { peer: annSession.input(peer), limit: 20 });
    const shown = objectsOf(history, 'messages').toReversed();
    expect(shown).toMatchObject([
      { media: { voice: true, document: { mime_type: 'audio/ogg', attributes: [{ duration: 3 }] } } },
      { media: { round: true, video: true } },
      { media: { video: true, round: undefined } },
      { media: { document: { attributes: [{ nosound: true }, { _: 'documentAttributeAnimated' }, {}] } } },
      { media: { document: { attributes: [{ title: 'Song' }] } } },
      { media: { document: { attributes: [{}, { _: 'documentAttributeSticker', alt: '😺' }, {}] } } },
      { media: { _: 'messageMediaGeo' } },
      { media: { _: 'messageMediaVenue', title: 'Pier' } },
      { media: { _: 'messageMediaContact', first_name: 'Eve' } },
    ]);
  });

  it('is sent: places, throws and stories, and refused where it makes no sense', async () => {
    const { annSession, ann, bob, world } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    let random_id = 10n;
    const send = (media: object) =>
      annSession.failure('messages.sendMedia', {
        peer,
        media: media as never,
        message: '',
        random_id: ++random_id,
      });
    const geo_point = { _: 'inputGeoPoint', lat: 51.5, long: 0 };
    expect(await send({ _: 'inputMediaGeoPoint', geo_point })).toBe('no error');
    expect(await send({ _: 'inputMediaGeoPoint', geo_point: { ...geo_point, lat: 91 } })).toBe(
      '400 MEDIA_INVALID',
    );
    expect(await send({ _: 'inputMediaDice', emoticon: '🎲' })).toBe('no error');
    expect(world.history(ann, { kind: 'user', id: bob })?.top?.media).toMatchObject({
      media: { emoticon: '🎲' },
    });
    expect(await send({ _: 'inputMediaDice', emoticon: '🥄' })).toBe('400 EMOTICON_INVALID');
    const story = (id: number) => send({ _: 'inputMediaStory', peer: { _: 'inputPeerSelf' }, id });
    expect(await story(1)).toBe('400 STORY_ID_INVALID');
    world.addStory(
      { kind: 'user', id: ann },
      { media: makeVideo({ id: 80n, date: 1, duration: 1 }), date: 1 },
    );
    expect(await story(1)).toBe('no error');
    expect(world.history(bob, { kind: 'user', id: ann })?.size).toBe(3);
  });
});
