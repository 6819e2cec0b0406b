/// The pages: ES modules, style sheets and one HTML document, served from the jar as they are.
///
/// [WebPages] answers the browser; what it serves lies beside it in `pages/` and is listed by
/// `pages/index.html`, in the order in which a reader should meet it. The modules in there ask
/// `/api/…` for everything they show; `api.d.ts` holds the shapes of those answers and is generated
/// from the records of `api`. `server` puts this handler behind the listener.
@NullMarked
package dev.bellwether.web;

import org.jspecify.annotations.NullMarked;
