import type { Picture } from '../lib/runtime.ts';
import { useApp } from '../lib/runtime.ts';
import type { Asked } from './confirm.tsx';
import { ConfirmDialog } from './confirm.tsx';
import { Lightbox } from './lightbox.tsx';
import { Modal } from './modal.tsx';

type Props = { picture: Picture | null; onPictureClosed: () => void; asked: Asked | null };

/** Everything that lies above the page, topmost last: views, a picture, a question. Only the topmost reacts. */
export function Overlays({ picture, onPictureClosed, asked }: Props) {
  const { views } = useApp().state;
  const top = views.length - 1;
  return (
    <>
      {views.map((view, index) => (
        <Modal
          key={view.id}
          view={view}
          isInert={index < top || picture !== null || asked !== null}
          isHidden={index < top}
        />
      ))}
      {picture && <Lightbox picture={picture} isInert={asked !== null} onClose={onPictureClosed} />}
      {asked && <ConfirmDialog asked={asked} />}
    </>
  );
}
