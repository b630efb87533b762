using System.Globalization;
using WeChatNotifications.Localization;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Credentials;

/// <summary>Between app credentials and what administrators see of them.</summary>
internal sealed class AppCredentialMapper(IModuleTexts texts, TimeProvider timeProvider)
{
    public AppCredentialDto ToDto(AppCredential credential) => new()
    {
        Id = credential.Id,
        AppId = credential.AppId,
        Kind = credential.Kind,
        Name = credential.Name,
        SecretHint = credential.SecretHint,
        TokenMode = credential.TokenMode,
        SendsPerSecond = credential.SendsPerSecond,
        MaxConcurrency = credential.MaxConcurrency,
        UnconfirmedPolicy = credential.UnconfirmedPolicy,
        Culture = credential.Culture,
        TimeZone = credential.TimeZone,
        LinkedAppId = credential.LinkedAppId,
        IsEnabled = credential.IsEnabled,
        Pause = credential.IsPausedAt(timeProvider.GetUtcNow())
            ? new AppPauseDto(
                credential.PauseReason!.Value, credential.PauseErrorCode, credential.PauseDetail, texts.Advice(credential.PauseErrorCode),
                credential.PausedSince ?? credential.UpdatedAt, credential.PausedUntil)
            : null,
        CreatedAt = credential.CreatedAt,
        UpdatedAt = credential.UpdatedAt,
        ConcurrencyStamp = credential.ConcurrencyStamp,
    };

    public CredentialTestResultDto ToDto(AccessTokenResult result)
    {
        switch (result)
        {
            case AccessTokenResult.Available available:
                var seconds = (int)(available.ExpiresAt - timeProvider.GetUtcNow()).TotalSeconds;
                return new(
                    IsWorking: true, ErrorCode: null, texts.Get("CredentialTest:Working", Arguments("seconds", seconds)),
                    Advice: null, Detail: null, Rid: null, seconds);
            case AccessTokenResult.Refused refused:
                var entry = WeChatErrorCatalogue.Find(refused.Error.Code, WeChatCall.Token);
                return new(
                    IsWorking: false, refused.Error.Code, entry.Meaning(CultureInfo.CurrentUICulture), entry.Advice(CultureInfo.CurrentUICulture),
                    refused.Error.Message, refused.Error.Rid, TokenExpiresIn: null);
            case AccessTokenResult.Unreachable unreachable:
                return new(
                    IsWorking: false, ErrorCode: null, texts.Get("CredentialTest:Unreachable"), texts.Get("CredentialTest:UnreachableAdvice"),
                    unreachable.Detail, Rid: null, TokenExpiresIn: null);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public TokenStateDto ToDto(AppCredential credential, TokenLook look) => new()
    {
        Mode = credential.TokenMode,
        IsHeld = look.Source != TokenHolder.None,
        Source = look.Source,
        FetchedAt = look.FetchedAt,
        ExpiresAt = look.ExpiresAt,
        RefreshDueAt = look.RefreshDueAt,
        LastFailure = look.LastFailure is { } failure && ToDto(failure.Answer) is var result
            ? new TokenFailureDto(failure.At, result.ErrorCode, result.Message, result.Advice, result.Detail)
            : null,
    };

    public static AppCredentialSettings SettingsOf(AppCredentialInput input) => new()
    {
        Name = input.Name,
        TokenMode = input.TokenMode,
        SendsPerSecond = input.SendsPerSecond,
        MaxConcurrency = input.MaxConcurrency,
        UnconfirmedPolicy = input.UnconfirmedPolicy,
        Culture = input.Culture,
        TimeZone = input.TimeZone,
        LinkedAppId = input.LinkedAppId,
        IsEnabled = input.IsEnabled,
    };

    private static Dictionary<string, object?> Arguments(string name, object value) => new(StringComparer.Ordinal) { [name] = value };
}
