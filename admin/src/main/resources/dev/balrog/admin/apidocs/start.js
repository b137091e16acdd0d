// SPDX-License-Identifier: MPL-2.0
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'none',
  filter: true,
  tryItOutEnabled: false,
});
