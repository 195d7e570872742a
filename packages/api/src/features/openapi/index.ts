// The door of the API's own description: OpenAPI 3.1, made from the routes this process really offers. Public: it holds
// nothing that the source does not, and whoever may not call a route may know that it is there.

import { urls } from '@cool/contract/urls';
import Type from 'typebox';
import type { App } from '#platform/app-type.ts';
import { openApiDocument } from './openapi.ts';

export function installOpenApi(app: App): void {
  let made: object | undefined;
  app.get(
    urls.openApi(),
    {
      config: { access: 'public', told: { summary: 'This description' } },
      schema: { response: { 200: Type.Unknown() } },
    },
    async () => {
      made ??= openApiDocument(app.inventory); // at the first question: by then every route is there
      return made;
    },
  );
}
