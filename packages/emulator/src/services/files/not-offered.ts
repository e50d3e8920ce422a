/* Ways to a file that this service does not offer: web files behind its proxy, and a content delivery network. */
import type { Handler, Handlers } from '../../rpc/handler.js';
import { badRequest, viewerOf } from '../common/viewer.js';

/** Refuses as the service does what it never handed out a location or token for. */
function refuse(error: string): Handler {
  return (_request, call) => {
    viewerOf(call);
    throw badRequest(error);
  };
}

/** No answer ever holds a web document or a redirect, so whoever comes with one has made it up. */
export const notOfferedHandlers: Handlers = {
  'help.getCdnConfig': () => ({ _: 'cdnConfig', public_keys: [] }),
  'upload.getWebFile': refuse('LOCATION_INVALID'),
  'upload.getCdnFile': refuse('FILE_TOKEN_INVALID'),
  'upload.getCdnFileHashes': refuse('FILE_TOKEN_INVALID'),
  'upload.reuploadCdnFile': refuse('FILE_TOKEN_INVALID'),
};
