// The API's own description, as it offers it.
import { urls } from '@cool/contract/urls';
import { type Answer, request } from '#http/http-client.ts';
import type { ApiDocument } from './document-view.ts';

export function readApiDocument(): Promise<Answer<ApiDocument>> {
  return request('GET', urls.openApi());
}
