using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.Support;

namespace WeChatNotifications.Domain.Tests.Credentials;

public sealed class SecrecyTests
{
    private const string Secret = "s3cr3t-0123456789abcdef-s3cr3t";

    [Fact]
    public void No_text_of_a_credential_shows_its_secret()
    {
        var secret = Given.Secret(Secret);
        var app = AppCredential.Register(null, "wx1", AppKind.MiniProgram, Given.AppSettings(), secret, Given.Now);

        foreach (var text in new[] { secret.ToString(), $"{secret}", $"{(object)app}", Given.AppSettings().ToString(), secret.Hint })
        {
            text.ShouldNotContain("0123456789abcdef");
            text.ShouldNotContain(secret.Protected);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_missing_secret_is_refused(string? secret)
        => Should.Throw<RuleViolationException>(() => ProtectedSecret.Create(secret, Refusing.Instance)).Violations.ShouldHaveSingleItem().Field.ShouldBe("secret");

    [Fact]
    public void A_refused_secret_is_in_no_text_of_the_refusal()
    {
        foreach (var secret in new[] { Secret + new string('x', 300), Secret + "\0", Secret + "\uD83D" })
        {
            var refusal = Should.Throw<RuleViolationException>(() => ProtectedSecret.Create(secret, Refusing.Instance));
            refusal.ToString().ShouldNotContain("s3cr3t-");
            refusal.Violations.SelectMany(v => v.Arguments.Values).ShouldAllBe(v => !$"{v}".Contains("s3cr3t-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("short", "")]
    [InlineData("123456789012345", "")]
    [InlineData("1234567890123456", "3456")]
    public void Only_a_long_secret_shows_its_end(string secret, string hint) => Given.Secret(secret).Hint.ShouldBe(hint);

    [Fact]
    public void An_unreadable_secret_says_what_to_do_and_nothing_else()
        => new SecretUnreadableException().Message.ShouldContain("enter the secret again");

    private sealed class Refusing : ISecretProtector
    {
        public static readonly Refusing Instance = new();

        public string Protect(string purpose, string plaintext) => throw new InvalidOperationException("An invalid secret must not get this far.");

        public string Unprotect(string purpose, string protectedText) => throw new InvalidOperationException("Nothing is read here.");
    }
}
