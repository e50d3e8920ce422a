import { NOT_INCLUDED, writer } from './lines.js';
import type { Entry } from './lines.js';

/** Files that lie beside the sample. */
export const FILES = {
  'photos/photo_1.jpg': 'not really a picture, but its bytes are read',
  'contacts/contact_1.vcard': 'BEGIN:VCARD\nFN:Cleo Hart\nEND:VCARD\n',
} as const;

const sizes = { width: 640, height: 480 };

function file(name: string, mime_type: string, fields: Entry = {}): Entry {
  return { file: NOT_INCLUDED, file_name: name, file_size: 4321, mime_type, ...fields };
}

/** Everything a message can carry besides text. */
export function mediaMessages(): Entry[] {
  const { message } = writer(2001);
  const place = { latitude: 57.7, longitude: 11.97 };
  const thumbnail = { thumbnail: NOT_INCLUDED, thumbnail_file_size: 900 };
  return [
    message('user202', {
      photo: 'photos/photo_1.jpg',
      photo_file_size: FILES['photos/photo_1.jpg'].length,
      ...sizes,
      text: 'a photo',
    }),
    message('user202', { photo: NOT_INCLUDED, photo_file_size: 99, ...sizes, media_spoiler: true }),
    message('user101', {
      photo: NOT_INCLUDED,
      photo_file_size: 99,
      ...sizes,
      self_destruct_period_seconds: 30,
    }),
    message('user202', file('plan.pdf', 'application/pdf', thumbnail)),
    message('user202', file('scan.png', 'image/png', sizes)),
    message(
      'user202',
      file('sticker.webp', 'image/webp', {
        ...thumbnail,
        media_type: 'sticker',
        sticker_emoji: '🪁',
        width: 512,
        height: 512,
      }),
    ),
    message(
      'user202',
      file('round.mp4', 'video/mp4', {
        media_type: 'video_message',
        duration_seconds: 9,
        width: 384,
        height: 384,
      }),
    ),
    message('user202', file('voice.ogg', 'audio/ogg', { media_type: 'voice_message', duration_seconds: 7 })),
    message(
      'user101',
      file('cat.mp4', 'video/mp4', { media_type: 'animation', duration_seconds: 2, ...sizes }),
    ),
    message(
      'user101',
      file('sea.mp4', 'video/mp4', {
        media_type: 'video_file',
        duration_seconds: 61,
        ...sizes,
        media_spoiler: true,
        self_destruct_period_seconds: 10,
      }),
    ),
    message(
      'user202',
      file('song.mp3', 'audio/mpeg', {
        media_type: 'audio_file',
        performer: 'The Gulls',
        title: 'Tide',
        duration_seconds: 180,
      }),
    ),
    message('user202', {
      contact_information: { first_name: 'Cleo', last_name: 'Hart', phone_number: '+46 70 222' },
      contact_vcard: 'contacts/contact_1.vcard',
      contact_vcard_file_size: FILES['contacts/contact_1.vcard'].length,
    }),
    message('user202', { location_information: place }),
    message('user202', { location_information: null }),
    message('user202', { location_information: place, live_location_period_seconds: 900 }),
    message('user202', { place_name: 'Pier', address: 'Harbour 1', location_information: place }),
    message('user101', {
      poll: {
        question: 'Tea?',
        closed: true,
        total_voters: 3,
        answers: [
          { text: 'Yes', voters: 2, chosen: true },
          { text: 'No', voters: 1, chosen: false },
        ],
      },
    }),
    message('user101', {
      todo_list: {
        title: 'Boat',
        others_can_append: true,
        others_can_complete: false,
        answers: [
          { text: 'paint', id: 1 },
          { text: [{ type: 'bold', text: 'ropes' }], id: 2 },
        ],
      },
    }),
    message('user202', {
      giveaway_information: {
        quantity: 3,
        months: 6,
        until_date: '2023-06-01T00:00:00',
        channels: [606],
        countries: ['SE', 'TR'],
        additional_prize: 'a kite',
        stars: 0,
        is_only_new_subscribers: true,
      },
    }),
    message('user202', {
      giveaway_results: {
        channel: 606,
        winners: [202],
        additional_prize: 'a kite',
        until_date: '2023-06-01T00:00:00',
        launch_message_id: 10,
        additional_peers_count: 2,
        winners_count: 1,
        unclaimed_count: 0,
        months: 0,
        stars: 500,
        is_refunded: true,
        is_only_new_subscribers: false,
      },
    }),
    message('user202', { paid_stars_amount: 50, text: 'paid' }),
  ];
}
