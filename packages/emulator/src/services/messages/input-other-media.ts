import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { makeContactCard, makeDice, makeGeo, makeVenue } from '../../world/media-makers.js';
import { peerKey } from '../../world/model.js';
import type { WorldMedia } from '../../world/model.js';
import { maySee } from '../../world/stories.js';
import { numberOf, objectOf, textOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** A place, card, throw or story that an InputMedia stands for. Throws MEDIA_INVALID, EMOTICON_INVALID, STORY_ID_INVALID. */
export function inputOtherMedia(viewer: Viewer, input: TlObject): WorldMedia {
  switch (input._) {
    case 'inputMediaGeoPoint': {
      const { latitude, longitude } = coordinates(input);
      return makeGeo(latitude, longitude);
    }
    case 'inputMediaVenue': {
      const names = { title: textOf(input, 'title'), address: textOf(input, 'address') };
      return makeVenue({ ...coordinates(input), ...names });
    }
    case 'inputMediaContact': {
      const phone = textOf(input, 'phone_number');
      return makeContactCard({
        phone,
        firstName: textOf(input, 'first_name'),
        lastName: textOf(input, 'last_name'),
        userId: viewer.world.phones.get(phone.replaceAll(/\D/g, '')) ?? 0n,
      });
    }
    case 'inputMediaDice': {
      const chance = stable64(
        'dice',
        viewer.id,
        viewer.now,
        viewer.account.nextMessageId,
        viewer.account.pts,
      );
      const thrown = makeDice(textOf(input, 'emoticon'), chance);
      if (thrown === undefined) throw badRequest('EMOTICON_INVALID');
      return thrown;
    }
    case 'inputMediaStory': {
      const owner = inputPeer(viewer, objectOf(input, 'peer'));
      const id = numberOf(input, 'id');
      const story = viewer.world.stories.get(peerKey(owner))?.stories.get(id);
      const isSeen = story !== undefined && maySee(viewer.world, owner, story, viewer.id);
      if (!isSeen || story.noforwards) throw badRequest('STORY_ID_INVALID');
      return { kind: 'other', media: { _: 'messageMediaStory', peer: toPeer(owner), id } };
    }
    default:
      throw badRequest('MEDIA_INVALID');
  }
}

function coordinates(input: TlObject): { latitude: number; longitude: number } {
  const point = objectOf(input, 'geo_point');
  if (point?._ !== 'inputGeoPoint') throw badRequest('MEDIA_INVALID');
  const latitude = numberOf(point, 'lat');
  const longitude = numberOf(point, 'long');
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw badRequest('MEDIA_INVALID');
  return { latitude, longitude };
}
