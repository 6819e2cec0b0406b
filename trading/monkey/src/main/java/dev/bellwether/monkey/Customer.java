package dev.bellwether.monkey;

/// Somebody who trades, always from the same place and with the same browser.
///
/// @param browser for example `chrome 141`
/// @param userAgent what that browser calls itself
public record Customer(
    String customerId, Region region, String address, String browser, String userAgent) {

  Customer with(Browser newBrowser, int version) {
    return new Customer(
        customerId, region, address, newBrowser.named(version), newBrowser.userAgent(version));
  }
}
