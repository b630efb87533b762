using System.ComponentModel.DataAnnotations;
using Volo.Abp;
using Volo.Abp.Application.Services;
using Volo.Abp.Validation;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;

namespace WeChatNotifications.Abp;

/// <summary>
/// A use case of the module as an ABP application service: with a unit of work, validation, authorization and audit log around it, and
/// with ABP's own exceptions for what it refuses, so that every client of ABP shows them as it shows all others.
/// </summary>
public abstract class WeChatAppServiceBase : ApplicationService
{
    /// <summary>For derived services.</summary>
    protected WeChatAppServiceBase() => (LocalizationResource, ObjectMapperContext) = (typeof(WeChatNotificationsAbpResource), typeof(WeChatNotificationsAbpModule));

    /// <summary>Runs a use case and turns its refusals into ABP's.</summary>
    /// <exception cref="AbpValidationException">Input breaks rules; each with its field.</exception>
    /// <exception cref="UserFriendlyException">Not found, in conflict or otherwise not possible now; with the module's error code.</exception>
    protected async Task<T> RunAsync<T>(Func<Task<T>> useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        try
        {
            return await useCase().ConfigureAwait(false);
        }
        catch (RuleViolationException exception)
        {
            throw new AbpValidationException(Texts.Of(exception), ErrorsOf(exception));
        }
        catch (WeChatCallException exception) when (exception.ErrorCode is not null)
        {
            // What the plain API answers as "weChat": for whoever asks WeChat about it.
            throw new UserFriendlyException(Texts.Of(exception), exception.Code, innerException: exception)
                .WithData("errorCode", exception.ErrorCode)
                .WithData("rid", exception.Rid ?? "");
        }
        catch (WeChatNotificationsException exception)
        {
            throw new UserFriendlyException(Texts.Of(exception), exception.Code, innerException: exception);
        }
        catch (SecretUnreadableException exception)
        {
            const string code = HttpApi.Errors.HttpErrorCodes.SecretUnreadable;
            throw new UserFriendlyException(Texts.Get(code), code, innerException: exception);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    protected Task RunAsync(Func<Task> useCase) => RunAsync(async () =>
    {
        await useCase().ConfigureAwait(false);
        return true;
    });

    /// <summary>A refusal by one of the module's codes.</summary>
    private protected UserFriendlyException Refusal(string code) => new(Texts.Get(code), code);

    private IModuleTexts Texts => LazyServiceProvider.LazyGetRequiredService<IModuleTexts>();

    private List<ValidationResult> ErrorsOf(RuleViolationException exception)
        => [.. exception.Violations.Select(Texts.Of).Select(e => new ValidationResult(e.Message, [e.Field]))];
}
