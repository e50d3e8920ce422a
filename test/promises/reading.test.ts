import { describe } from 'vitest';
import { checkPromises } from './check.js';
import { NOT_HERE, READING } from './reading.js';

const TOPICS = [
  'info',
  'messages',
  'count',
  'creation date',
  'participants',
  'search',
  'pagination',
  'download',
  'export',
  'scope',
  'raw',
];

describe('what is promised of reading', () => checkPromises(READING, TOPICS, NOT_HERE));
