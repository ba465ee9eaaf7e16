/** Certificates that services read anew when their files change, and how services of one installation speak to each other. */
@NullMarked
package se.budkavle.schemas.tls;

import org.jspecify.annotations.NullMarked;
