import { roundTrip } from './round-trip.js';

roundTrip('teleproto', 228);
