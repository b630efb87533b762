using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Abp.Security;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Security;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Security;

public sealed class SecretTests(RunningAbpHost host)
{
    private const string Purpose = SecretPurposes.AppSecret;

    private ISecretProtector Protector => host.Services.GetRequiredService<ISecretProtector>();

    [Fact]
    public async Task The_database_holds_secrets_encrypted_by_ABP()
    {
        Protector.ShouldBeOfType<StringEncryptionSecretProtector>();

        var stored = (await host.Database.QueryAsync<string>("""SELECT "ProtectedSecret" FROM "WeChatAppCredentials" WHERE "AppId" = $1""", host.North.AppId)).Single();

        stored.ShouldStartWith("abp1:");
        stored.ShouldNotContain(host.North.Secret);
        Protector.Unprotect(Purpose, stored).ShouldBe(host.North.Secret);
    }

    [Fact]
    public void Equal_secrets_look_different_from_their_first_character_on()
    {
        var (first, second) = (Protector.Protect(Purpose, "the same"), Protector.Protect(Purpose, "the same"));

        first[..16].ShouldNotBe(second[..16]);
        Protector.Unprotect(Purpose, first).ShouldBe(Protector.Unprotect(Purpose, second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("密钥🔑")]
    public void What_is_protected_comes_back(string secret) => Protector.Unprotect(Purpose, Protector.Protect(Purpose, secret)).ShouldBe(secret);

    [Fact]
    public void A_text_made_for_one_purpose_cannot_be_read_for_another()
        => Should.Throw<SecretUnreadableException>(() => Protector.Unprotect(SecretPurposes.AccessToken, Protector.Protect(Purpose, "secret")));

    [Theory]
    [InlineData("abp1:")]
    [InlineData("abp1:nonsense")]
    [InlineData("abp1:AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("nonsense")]
    public void A_changed_text_is_refused(string text) => Should.Throw<SecretUnreadableException>(() => Protector.Unprotect(Purpose, text));

    [Fact]
    public async Task A_secret_that_data_protection_has_written_works_and_is_written_anew_with_the_next_change()
    {
        var id = Guid.NewGuid();
        var earlier = host.Services.GetRequiredService<DataProtectionSecretProtector>().Protect(Purpose, host.South.Secret);
        await host.Database.ExecuteAsync(
            """
            INSERT INTO "WeChatAppCredentials"
            SELECT (jsonb_populate_record(c, jsonb_build_object('Id', $1, 'AppId', 'wxmoved', 'ProtectedSecret', $2))).*
            FROM "WeChatAppCredentials" c WHERE c."AppId" = $3
            """,
            id, earlier, host.South.AppId);
        host.WeChat.Seed(new() { Apps = [new() { AppId = "wxmoved", Secret = host.South.Secret }] });

        var test = await host.As<IAppCredentialAppService, CredentialTestResultDto>(host.South.Id, s => s.TestAsync(id));
        var changed = await host.As<IAppCredentialAppService, AppCredentialDto>(host.South.Id, s => s.UpdateAsync(id, new() { Name = "Moved" }));

        test.IsWorking.ShouldBeTrue(test.Message);
        changed.SecretHint.ShouldBe((await host.As<IAppCredentialAppService, AppCredentialDto>(host.South.Id, s => s.GetAsync(host.South.AppCredentialId))).SecretHint);
        var stored = (await host.Database.QueryAsync<string>("""SELECT "ProtectedSecret" FROM "WeChatAppCredentials" WHERE "Id" = $1""", id)).Single();
        stored.ShouldStartWith("abp1:");
        Protector.Unprotect(Purpose, stored).ShouldBe(host.South.Secret);
        await host.Database.ExecuteAsync("""DELETE FROM "WeChatAppCredentials" WHERE "Id" = $1""", id);
    }

    [Fact]
    public async Task ABPs_published_default_pass_phrase_is_refused_at_the_start()
    {
        await using var database = await TestDatabase.CreateAsync();

        var refusal = await Should.ThrowAsync<Exception>(() => AbpApp.BuildAsync<LeastModule>(database, b => b.Configuration["StringEncryption:DefaultPassPhrase"] = null));

        refusal.GetBaseException().Message.ShouldContain("StringEncryption:DefaultPassPhrase");
    }

    [Fact]
    public async Task A_host_may_stay_with_data_protection()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await AbpApp.BuildAsync<LeastModule>(database, b => b.Configuration["WeChatNotifications:Abp:SecretProtection"] = "DataProtection");

        app.Services.GetRequiredService<ISecretProtector>().ShouldBeOfType<DataProtectionSecretProtector>();
    }
}
