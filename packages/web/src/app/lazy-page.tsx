// A page loaded when it is first opened. A page that cannot be fetched says so: after a release its old file may
// be gone, and opening the site anew finds the new one.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { Skeleton } from '#ui/placeholders.tsx';

type PageComponent = ComponentType;
type Loaded = { readonly component: PageComponent } | 'loading' | 'failed';

export function lazyPage(load: () => Promise<PageComponent>): PageComponent {
  let known: PageComponent | undefined;
  return function LazyPage() {
    const [loaded, setLoaded] = useState<Loaded>(known === undefined ? 'loading' : { component: known });
    useEffect(() => {
      load().then(
        (component) => {
          known = component;
          setLoaded({ component });
        },
        () => setLoaded('failed'),
      );
    }, []);
    if (loaded === 'loading') {
      return (
        <div className="page page-medium">
          <Skeleton label="Opening the page" />
        </div>
      );
    }
    if (loaded === 'failed') {
      return (
        <div className="page page-narrow">
          <Note tone="warn" title="This page could not be loaded." urgent>
            <span>The connection was lost, or a new version was released meanwhile.</span>
            <div>
              <Button icon="redo" onPress={() => location.reload()}>
                Load again
              </Button>
            </div>
          </Note>
        </div>
      );
    }
    const Loadable = loaded.component;
    return <Loadable />;
  };
}
