import { roundTrip } from './round-trip.js';

roundTrip('telegram', 198);
