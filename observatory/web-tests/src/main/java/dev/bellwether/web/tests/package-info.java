/// The browser that tests look at pages with: those of the observatory, of the workbench and of the
/// whole system.
///
/// [Chromium] is the browser of the machine, [Visit] one person's look at pages, with everything
/// that went wrong meanwhile. Tests of `web`, `lab` and `launcher` use them.
@NullMarked
package dev.bellwether.web.tests;

import org.jspecify.annotations.NullMarked;
