// SPDX-License-Identifier: MPL-2.0
import { Route, Routes } from 'react-router';
import { NotFound } from '../NotFound';
import { EnableUpdates } from './EnableUpdates';
import { NewShutoff } from './NewShutoff';
import { Shutoffs } from './Shutoffs';

export function Component() {
  return (
    <Routes>
      <Route index element={<Shutoffs />} />
      <Route path="new" element={<NewShutoff />} />
      <Route path=":product/:channel/enable" element={<EnableUpdates />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
