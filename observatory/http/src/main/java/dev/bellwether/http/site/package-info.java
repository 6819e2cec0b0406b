/// HTML documents and the files that they name, served from the class path.
///
/// [Site] is the handler that `web` and the lab's workbench stand behind; [ClassPathFiles] reads
/// their own files and those of WebJars, and an [Asset] is one of them as it goes over the wire.
@NullMarked
package dev.bellwether.http.site;

import org.jspecify.annotations.NullMarked;
